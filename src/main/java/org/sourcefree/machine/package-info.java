/** What a machine has: memory and disks, devices, the driver and libraries that a GPU needs. */
@NullMarked
package org.sourcefree.machine;

import org.jspecify.annotations.NullMarked;
