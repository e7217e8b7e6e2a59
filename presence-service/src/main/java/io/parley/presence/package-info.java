// SPDX-License-Identifier: Apache-2.0
/**
 * Who is online, in which session, and since when; who may see and reach whom. One {@link
 * io.parley.presence.PresenceVerticle} answers; the rest are plain classes that run on its event
 * loop.
 */
@NullMarked
package io.parley.presence;

import org.jspecify.annotations.NullMarked;
