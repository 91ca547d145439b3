/** Pages of long lists, and the cursors that lead from one to the next. */
@NullMarked
package io.facematch.api.paging;

import org.jspecify.annotations.NullMarked;
