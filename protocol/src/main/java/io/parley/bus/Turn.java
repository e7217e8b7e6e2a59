// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

/**
 * The place of a question among those of its line that are on their way to one instance. The event
 * bus loses what it has in hand when a connection breaks, and goes on with the next one on a new
 * connection; who answers sees from this that something is missing.
 *
 * @param run unique for the node that asks, and greater than those of the runs before it
 * @param number counted from 0
 */
record Turn(long run, long number) {}
