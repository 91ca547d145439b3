/** Two encoded images in, one verification out. Plain Java: knows no Spring, SQL or AMQP. */
@NullMarked
package io.facematch.face;

import org.jspecify.annotations.NullMarked;
