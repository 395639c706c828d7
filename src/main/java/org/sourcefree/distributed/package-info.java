/** Several processes that compute together: TF_CONFIG, servers, sums over all, who is gone. */
@NullMarked
package org.sourcefree.distributed;

import org.jspecify.annotations.NullMarked;
