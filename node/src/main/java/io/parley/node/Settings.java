// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The options with which a node runs. Every text in it has been read once, so that none is wrong.
 */
public final class Settings {
  private final Map<Setting<?>, Object> values;
  private final Set<String> given;

  private Settings(Map<Setting<?>, Object> values, Set<String> given) {
    this.values = Map.copyOf(values);
    this.given = Set.copyOf(given);
  }

  /**
   * The defaults, but for what the given texts say, each under its option's name.
   *
   * @throws UsageProblem naming the first text that its option cannot take
   */
  public static Settings of(Map<String, String> nameToText) {
    Map<Setting<?>, Object> values = new HashMap<>();
    for (Setting<?> setting : ServerSettings.ALL) {
      String text = nameToText.getOrDefault(setting.name(), setting.defaultText());
      values.put(setting, setting.read("--" + setting.name(), text));
    }
    return new Settings(values, nameToText.keySet());
  }

  /** The defaults. */
  public static Settings defaults() {
    return of(Map.of());
  }

  /** The value of one option. */
  @SuppressWarnings("unchecked") // of() puts what the setting's own reader made
  public <T> T get(Setting<T> setting) {
    Object value = values.get(setting);
    if (value == null) {
      throw new IllegalArgumentException("no option of the server: " + setting.name());
    }
    return (T) value;
  }

  /** Whether somebody asked for this value, rather than leaving it at the default. */
  public boolean isGiven(Setting<?> setting) {
    return given.contains(setting.name());
  }
}
