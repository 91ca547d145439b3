/** What the servlet container does otherwise than we need it. */
@NullMarked
package io.facematch.api.tomcat;

import org.jspecify.annotations.NullMarked;
