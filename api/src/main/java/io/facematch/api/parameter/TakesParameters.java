package io.facematch.api.parameter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The parameters that a route reads from the address by itself. Those that it has as {@code @RequestParam} need not be named;
 * all others are refused before it is asked.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface TakesParameters {
    /** Their names. */
    String[] value() default {};

    /** Whether the route refuses unknown ones itself, since which are known depends on more than the route. */
    boolean checked() default false;
}
