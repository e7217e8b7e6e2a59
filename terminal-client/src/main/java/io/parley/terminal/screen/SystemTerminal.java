// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

import java.io.IOException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;

/** The terminal that this program runs in. */
public final class SystemTerminal {
  private static final String USUAL_TYPE = "xterm-256color";
  private static final Size USUAL_SIZE = new Size(80, 24);

  private SystemTerminal() {}

  /**
   * Opens it.
   *
   * @param type as the environment names it
   */
  public static Terminal open(String type) throws IOException {
    // asking a program for what is known already takes time, and the program may be missing
    String known = InfoCmp.getDefaultInfoCmp(type);
    String capabilities = known == null ? InfoCmp.getDefaultInfoCmp(USUAL_TYPE) : known;
    InfoCmp.setLoadedInfoCmp(type, capabilities);
    Terminal terminal = TerminalBuilder.builder().system(true).dumb(false).type(type).build();
    if (terminal.getWidth() <= 0 || terminal.getHeight() <= 0) {
      terminal.setSize(USUAL_SIZE);
    }
    return terminal;
  }
}
