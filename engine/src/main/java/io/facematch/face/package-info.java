/**
 * Two encoded images in, one verification out. Plain Java: knows no Spring, SQL or AMQP. More than twelve types: what goes
 * in and what comes out, the stages between on one page, and how to watch them.
 */
@NullMarked
package io.facematch.face;

import org.jspecify.annotations.NullMarked;
