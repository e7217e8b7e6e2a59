// SPDX-License-Identifier: Apache-2.0
/** Clusters of this program on one machine, each node a process of its own, over one PostgreSQL. */
@NullMarked
package io.parley.system.cluster;

import org.jspecify.annotations.NullMarked;
