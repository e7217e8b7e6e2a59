// SPDX-License-Identifier: Apache-2.0
/**
 * What a node counts about itself, and how whoever watches over it reads that. Counting knows
 * nothing of Micrometer, which is loaded when somebody asks for the first time.
 */
@NullMarked
package io.parley.node.metrics;

import org.jspecify.annotations.NullMarked;
