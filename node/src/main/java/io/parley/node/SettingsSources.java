// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.parley.model.Nearest;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects what was asked for: the properties file, over it the environment, over it the command
 * line. What nobody knows is an error that names the nearest thing that is known.
 */
final class SettingsSources {
  /** Variables of the launcher, of the client, and the one that names the file. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          "PARLEY_CONFIG",
          "PARLEY_JAVA",
          "PARLEY_JAVA_OPTS",
          "PARLEY_USER",
          "PARLEY_PASSWORD",
          "PARLEY_PRIVATE",
          "PARLEY_PEER_PORT",
          "PARLEY_PEER_HOST",
          "PARLEY_STATE",
          "PARLEY_TLS",
          "PARLEY_TRUST");

  private static final String FILE_VARIABLE = "PARLEY_CONFIG";

  private final List<Setting<?>> positional;
  private final Map<String, Setting<?>> nameToSetting = new TreeMap<>();
  private final Map<String, String> nameToText = new HashMap<>();
  private @Nullable String file;

  private SettingsSources(List<Setting<?>> positional) {
    this.positional = positional;
    ServerSettings.ALL.forEach(setting -> nameToSetting.put(setting.name(), setting));
  }

  /**
   * Reads all three.
   *
   * @param positional what arguments without a name mean, in this order
   * @throws UsageProblem naming the culprit
   */
  static Settings read(
      List<String> arguments, Map<String, String> environment, List<Setting<?>> positional) {
    SettingsSources sources = new SettingsSources(positional);
    // First, for it names the file; its values are put last.
    Map<String, String> commandLine = sources.commandLine(arguments);
    if (sources.file == null) {
      sources.file = environment.get(FILE_VARIABLE);
    }
    if (sources.file != null) {
      sources.readFile(sources.file);
    }
    sources.readEnvironment(environment);
    sources.nameToText.putAll(commandLine);
    return Settings.of(sources.nameToText);
  }

  private Map<String, String> commandLine(List<String> arguments) {
    Map<String, String> texts = new HashMap<>();
    List<String> unnamed = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i).equals("-d") ? "--debug" : arguments.get(i);
      if (!argument.startsWith("-") || argument.equals("-")) {
        unnamed.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      String option = equals < 0 ? argument : argument.substring(0, equals);
      String name = option.startsWith("--") ? option.substring(2) : "";
      @Nullable Setting<?> setting = nameToSetting.get(name);
      if (setting == null && !name.equals("config")) {
        throw new UsageProblem("Unknown option " + option + "." + hint("--", name));
      }
      String text;
      if (equals >= 0) {
        text = argument.substring(equals + 1);
      } else if (setting != null && setting.isFlag()) {
        text = "true";
      } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--")) {
        text = arguments.get(++i);
      } else {
        throw new UsageProblem(option + " needs a value.");
      }
      if (setting == null) {
        file = text;
      } else {
        setting.read(option, text);
        texts.put(name, text);
      }
    }
    takeUnnamed(unnamed, texts);
    return texts;
  }

  private void takeUnnamed(List<String> unnamed, Map<String, String> texts) {
    for (int i = 0; i < unnamed.size(); i++) {
      String text = unnamed.get(i);
      if (i >= positional.size()) {
        throw new UsageProblem("Unexpected argument '" + text + "'.");
      }
      Setting<?> setting = positional.get(i);
      setting.read(Usage.positionalName(setting), text);
      texts.put(setting.name(), text);
    }
  }

  private void readFile(String name) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(name))) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageProblem("Cannot read the settings in " + name + " (" + Reason.of(e) + ").");
    }
    for (String key : properties.stringPropertyNames()) {
      @Nullable Setting<?> setting = nameToSetting.get(key);
      if (setting == null) {
        throw new UsageProblem("Unknown setting " + key + " in " + name + "." + hint("", key));
      }
      String text = properties.getProperty(key, "").strip();
      setting.read(key + " in " + name, text);
      nameToText.put(key, text);
    }
  }

  private void readEnvironment(Map<String, String> environment) {
    Map<String, Setting<?>> variables = new TreeMap<>();
    nameToSetting.values().forEach(setting -> variables.put(setting.environmentName(), setting));
    environment.forEach((variable, text) -> {
      if (!variable.startsWith("PARLEY_") || OTHER_VARIABLES.contains(variable)) {
        return;
      }
      @Nullable Setting<?> setting = variables.get(variable);
      if (setting == null) {
        throw new UsageProblem(
            "Unknown environment variable "
                + variable
                + "."
                + hint("", variable, variables.keySet()));
      }
      setting.read(variable, text);
      nameToText.put(setting.name(), text);
    });
  }

  private String hint(String prefix, String name) {
    return hint(prefix, name, nameToSetting.keySet());
  }

  private static String hint(String prefix, String name, Collection<String> known) {
    return Nearest.to(name, known).map(best -> " Did you mean " + prefix + best + "?").orElse("");
  }
}
