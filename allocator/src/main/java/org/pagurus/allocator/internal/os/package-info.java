/**
 * The two rooms that touch what Java does not check: {@link org.pagurus.allocator.internal.os.RawMemory} (every raw access)
 * and {@link org.pagurus.allocator.internal.os.Posix} (every native call). A {@link
 * org.pagurus.allocator.internal.os.Mapping} is one reservation of address space; its memory is given back with madvise and
 * stays mapped until the heap closes, so that a stray optimistic read never faults.
 */
package org.pagurus.allocator.internal.os;
