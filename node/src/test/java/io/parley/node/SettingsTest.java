// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
  private static final List<Setting<?>> POSITIONAL =
      List.of(ServerSettings.PORT, ServerSettings.BLOCK_DURATION, ServerSettings.TIMEOUT);

  @TempDir Path folder;

  @Test
  void withoutAnyWordTheDefaultsHold() {
    // When
    Settings settings = read();
    // Then
    assertThat(settings.get(ServerSettings.HOST)).isEqualTo("127.0.0.1");
    assertThat(settings.get(ServerSettings.PORT)).isEqualTo(5001);
    assertThat(settings.get(ServerSettings.HTTP_PORT)).contains(8080);
    assertThat(settings.get(ServerSettings.DATA)).isEqualTo(Path.of("./data"));
    assertThat(settings.get(ServerSettings.DATABASE)).isEmpty();
    assertThat(settings.get(ServerSettings.CREDENTIALS)).isEmpty();
    assertThat(settings.get(ServerSettings.REGISTRATION)).isEqualTo(Registration.OPEN);
    assertThat(settings.get(ServerSettings.BLOCK_DURATION)).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.get(ServerSettings.TIMEOUT)).isEqualTo(Duration.ofHours(1));
    assertThat(settings.get(ServerSettings.LINE_LIMIT)).isEqualTo(16384);
    assertThat(settings.get(ServerSettings.SEND_LIMIT)).isEqualTo(1 << 20);
    assertThat(settings.get(ServerSettings.RESUME_FOR)).isEqualTo(Duration.ofDays(1));
    assertThat(settings.get(ServerSettings.DEBUG)).isFalse();
  }

  @Test
  void everySettingIsInTheTableOnceAndSaysWhatItIsFor() {
    HashSet<String> names = new HashSet<>();
    for (Setting<?> setting : ServerSettings.ALL) {
      assertThat(names.add(setting.name())).as(setting.name()).isTrue();
      assertThat(setting.help()).isNotBlank();
      assertThat(Usage.of("parley server", POSITIONAL)).contains("--" + setting.name());
    }
    long declared =
        List.of(ServerSettings.class.getDeclaredFields()).stream()
            .filter(field -> field.getType() == Setting.class)
            .count();
    assertThat(declared).isEqualTo(ServerSettings.ALL.size());
  }

  @Test
  void aSecretIsBetterGivenWhereOthersDoNotSeeIt() {
    for (Setting<?> setting : ServerSettings.ALL) {
      boolean isSecret = setting.name().matches(".*(password|secret).*");
      assertThat(setting.help().contains("environment")).as(setting.name()).isEqualTo(isSecret);
    }
    assertThat(Usage.of("parley server", POSITIONAL)).contains("list of processes");
  }

  @Test
  void argumentsWithoutANameMeanWhatTheyMeantToTheOldServer() {
    // When
    Settings settings = read("6001", "30", "120");
    // Then
    assertThat(settings.get(ServerSettings.PORT)).isEqualTo(6001);
    assertThat(settings.get(ServerSettings.BLOCK_DURATION)).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.get(ServerSettings.TIMEOUT)).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void argumentsMayBeLeftOutFromTheRight() {
    // When
    Settings settings = read("6001");
    // Then
    assertThat(settings.get(ServerSettings.PORT)).isEqualTo(6001);
    assertThat(settings.get(ServerSettings.TIMEOUT)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void anOptionIsGivenWithABlankOrAnEqualsSign() {
    // When
    Settings settings = read("--block-duration", "10m", "--timeout=0", "-d", "--http-port=off");
    // Then
    assertThat(settings.get(ServerSettings.BLOCK_DURATION)).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.get(ServerSettings.TIMEOUT)).isZero();
    assertThat(settings.get(ServerSettings.DEBUG)).isTrue();
    assertThat(settings.get(ServerSettings.HTTP_PORT)).isEqualTo(Optional.empty());
  }

  @Test
  void theCommandLineOverrulesTheEnvironmentAndThatTheFile() throws IOException {
    // Given
    Path file = folder.resolve("parley.properties");
    Files.writeString(file, "port=1\nhost=::1\nblock-duration=1s\n");
    // When
    Settings settings =
        SettingsSources.read(
            List.of("--port", "3", "--config", file.toString()),
            Map.of("PARLEY_PORT", "2", "PARLEY_BLOCK_DURATION", "2h", "HOME", "/"),
            POSITIONAL);
    // Then
    assertThat(settings.get(ServerSettings.PORT)).isEqualTo(3);
    assertThat(settings.get(ServerSettings.BLOCK_DURATION)).isEqualTo(Duration.ofHours(2));
    assertThat(settings.get(ServerSettings.HOST)).isEqualTo("::1");
  }

  @Test
  void theEnvironmentCanNameTheFile() throws IOException {
    // Given
    Path file = folder.resolve("parley.properties");
    Files.writeString(file, "registration = closed \r\n");
    // When
    Settings settings =
        SettingsSources.read(List.of(), Map.of("PARLEY_CONFIG", file.toString()), POSITIONAL);
    // Then
    assertThat(settings.get(ServerSettings.REGISTRATION)).isEqualTo(Registration.CLOSED);
  }

  @Test
  void anUnknownKeyIsAnErrorThatNamesTheNearestOne() throws IOException {
    // Given
    Path file = folder.resolve("parley.properties");
    Files.writeString(file, "block-duratoin=1s\n");
    // Then
    assertProblem("Unknown option --prot. Did you mean --port?", "--prot", "1");
    assertProblem("Unknown option --xyzzyxyzzy.", "--xyzzyxyzzy", "1");
    assertProblem("Unknown option -5.", "-5");
    assertProblem("Did you mean block-duration?", "--config", file.toString());
    assertThatThrownBy(
            () -> SettingsSources.read(List.of(), Map.of("PARLEY_TIMOUT", "1"), POSITIONAL))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining("PARLEY_TIMOUT. Did you mean PARLEY_TIMEOUT?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PORT needs a port from 0 to 65535, not 'abc'.|abc",
        "PORT needs a port from 0 to 65535, not '70000'.|70000",
        "BLOCK_DURATION needs a time|5001 soon",
        "BLOCK_DURATION needs a time of more than 0|5001 0",
        "TIMEOUT needs a time|5001 60 99999999999999999",
        "Unexpected argument '4'.|5001 60 3600 4",
        "--port needs a value.|--port",
        "--port needs a value.|--port --host",
        "--registration needs open or closed, not 'ajar'.|--registration ajar",
        "--line-limit needs a size|--line-limit 5GiB",
        "--line-limit needs a size|--line-limit 0",
        "--hashing-threads needs a number from 1 to 256|--hashing-threads 0",
        "--debug needs true or false|--debug=perhaps",
        "Cannot read the settings in /no/such (there is no such file).|--config /no/such",
      })
  void aMistakeIsNamed(String sentence, String arguments) {
    assertProblem(sentence, arguments.split(" "));
  }

  @Test
  void theFileThatHoldsAMistakeIsNamed() throws IOException {
    // Given
    Path file = folder.resolve("parley.properties");
    Files.writeString(file, "port=many\n");
    // Then
    assertProblem("port in " + file + " needs a port", "--config", file.toString());
  }

  @ParameterizedTest
  @CsvSource({"60,60000", "60s,60000", "10m,600000", "2h,7200000", "7d,604800000", "500ms,500"})
  void timesAreWrittenInManyWays(String text, long millis) {
    assertThat(read("--timeout", text).get(ServerSettings.TIMEOUT))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1048576", "1024KiB", "1MiB", "1mib", "1 MiB"})
  void sizesAreWrittenInManyWays(String text) {
    assertThat(read("--send-limit", text).get(ServerSettings.SEND_LIMIT)).isEqualTo(1 << 20);
  }

  @Test
  void whatWasGivenIsTold() {
    // When
    Settings settings = read("--http-port", "8080");
    // Then
    assertThat(settings.isGiven(ServerSettings.HTTP_PORT)).isTrue();
    assertThat(settings.isGiven(ServerSettings.PORT)).isFalse();
  }

  private static Settings read(String... arguments) {
    return SettingsSources.read(List.of(arguments), Map.of(), POSITIONAL);
  }

  private static void assertProblem(String sentence, String... arguments) {
    assertThatThrownBy(() -> read(arguments))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining(sentence);
  }
}
