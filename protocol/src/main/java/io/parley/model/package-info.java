// SPDX-License-Identifier: Apache-2.0
/**
 * The words of Parley's domain: who speaks, what is said, where a session lives. Values only; every
 * one of them is checked when it is made, so that no invalid one exists; and what is probably meant
 * by a word that is none of them.
 */
@NullMarked
package io.parley.model;

import org.jspecify.annotations.NullMarked;
