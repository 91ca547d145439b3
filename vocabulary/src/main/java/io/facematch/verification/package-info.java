/** The words of one-to-one face verification that every part of Facematch shares. Plain JDK, no framework. */
@NullMarked
package io.facematch.verification;

import org.jspecify.annotations.NullMarked;
