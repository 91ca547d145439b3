/** How tables of the audit leave the API: the form that a client asks for. */
@NullMarked
package io.facematch.api.audit.table;

import org.jspecify.annotations.NullMarked;
