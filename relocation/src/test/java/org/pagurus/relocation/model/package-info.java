/** The model. */
package org.pagurus.relocation.model;
