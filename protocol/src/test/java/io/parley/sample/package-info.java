// SPDX-License-Identifier: Apache-2.0
/** Values by chance, for tests that want many of them; each test can be repeated by its seed. */
@NullMarked
package io.parley.sample;

import org.jspecify.annotations.NullMarked;
