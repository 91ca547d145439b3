/** The command for those who check whether the audit can be believed. */
@NullMarked
package io.facematch.standalone.auditor;

import org.jspecify.annotations.NullMarked;
