// SPDX-License-Identifier: Apache-2.0
/**
 * The admin API: what an administrator asks over HTTP, translated into questions for the services.
 * Works at any gateway for the sessions of all.
 */
@NullMarked
package io.parley.gateway.admin;

import org.jspecify.annotations.NullMarked;
