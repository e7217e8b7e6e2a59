// SPDX-License-Identifier: Apache-2.0
/** The manifests in {@code k8s/}, held against the code that they run. */
@NullMarked
package io.parley.system.k8s;

import org.jspecify.annotations.NullMarked;
