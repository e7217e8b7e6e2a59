// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.keys.Fingerprint;
import io.parley.terminal.link.NotTrusted;
import io.parley.terminal.screen.Console;
import io.parley.terminal.screen.Input;
import io.parley.terminal.trust.ServerTrust;
import java.io.IOException;

/**
 * Asks the person about a server that nobody has vouched for yet. A script cannot know, and is not
 * asked. Waits for the person.
 */
final class FirstMeeting {
  private final Console console;
  private final ServerTrust trust;

  FirstMeeting(Console console, ServerTrust trust) {
    this.console = console;
    this.trust = trust;
  }

  /** Whether there is a connection to a server that is trusted; if not, the person knows why. */
  boolean letIn(Runnable knock) {
    try {
      knock.run();
      return true;
    } catch (NotTrusted reason) {
      reason.sentences().forEach(sentence -> console.show(Phrases.error(sentence)));
      if (reason.unknown().isEmpty() || !isWanted(reason.unknown().get())) {
        return false;
      }
    }
    // now it is known; whoever is there instead is not asked about a second time
    try {
      knock.run();
      return true;
    } catch (NotTrusted reason) {
      reason.sentences().forEach(sentence -> console.show(Phrases.error(sentence)));
      return false;
    }
  }

  private boolean isWanted(Fingerprint fingerprint) {
    if (!console.isInteractive()) {
      console.show(
          Phrases.error(
              "Nothing was sent. If that is what the server says when it starts, add: --trust "
                  + fingerprint));
      return false;
    }
    console.show(
        Phrases.news("Compare it with what the server says when it starts, or ask who runs it."));
    Input answer = console.readLine("trust this server from now on? (yes/no) ");
    if (!(answer instanceof Input.Typed(String line)) || !Consents.isYes(line)) {
      console.show(Phrases.news("Nothing was sent."));
      return false;
    }
    try {
      trust.remember(fingerprint);
    } catch (IOException e) {
      console.show(
          Phrases.error(
              "Cannot remember the server ("
                  + e.getMessage()
                  + "): you will be asked again the next time."));
    }
    return true;
  }
}
