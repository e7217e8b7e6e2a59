// SPDX-License-Identifier: Apache-2.0
/**
 * What services say to each other: one sealed family of questions for each service, each question
 * with the type of its answer, and {@link io.parley.bus.Bus}, the only type that touches the Vert.x
 * event bus.
 */
@NullMarked
package io.parley.bus;

import org.jspecify.annotations.NullMarked;
