/** Forms of the type multipart/form-data, read as they stream in: no byte of a photo touches a disk. */
@NullMarked
package io.facematch.api.form;

import org.jspecify.annotations.NullMarked;
