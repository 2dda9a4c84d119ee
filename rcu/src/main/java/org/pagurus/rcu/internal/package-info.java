/**
 * How grace periods work; no part of it is for users. Imports point down:
 * <pre>
 *     org.pagurus.rcu            what users call; reports
 *         |
 *     callbacks                  what waits for a grace period, and how much of it may wait
 *         |
 *     grace                      epochs, cookies and scans; counted sections
 *         |
 *     stalls                     a grace period that lasts too long escalates
 *         |
 *     readers                    announced sections, and who has registered
 *         |
 *     system      base           Linux calls           padded numbers, waiting
 * </pre>
 */
package org.pagurus.rcu.internal;
