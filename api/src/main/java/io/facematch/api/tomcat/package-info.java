/** Corrections of what the servlet container does by default. */
@NullMarked
package io.facematch.api.tomcat;

import org.jspecify.annotations.NullMarked;
