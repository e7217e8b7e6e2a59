// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.terminal.link.Lifeline;
import io.parley.terminal.peer.Peers;
import io.parley.terminal.screen.Console;
import io.vertx.core.Vertx;

/** What a client is made of before anybody is logged in. */
record Parts(
    Console console,
    Vertx vertx,
    Loop loop,
    Lifeline lifeline,
    Peers peers,
    SessionEvents events,
    Consents consents,
    Comparison comparison,
    Completion completion,
    SessionPhrases phrases) {}
