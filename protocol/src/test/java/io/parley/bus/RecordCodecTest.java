// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.model.Username;
import io.parley.sample.Chance;
import io.parley.sample.Records;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordCodecTest {
  private static final RecordCodec CODEC = RecordCodec.INSTANCE;

  private static final Set<Class<?>> OF_ONE_NODE =
      Set.of(RecordCodec.class, Answering.class, RollCall.class, Runs.class, Succession.class);

  private final Chance chance = Chance.fresh();
  private final Records records = new Records(chance);

  static List<Class<?>> recordsOfTheBus() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Bus.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("io/parley/bus");
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Class<?> type = named(file.getFileName().toString());
        boolean isCarriedByNobody =
            Set.<Class<?>>of(Instance.class, Turn.class).contains(type)
                || type.getEnclosingClass() != null
                    && OF_ONE_NODE.contains(type.getEnclosingClass());
        if (type.isRecord() && !isCarriedByNobody) {
          found.add(type);
        }
      }
    }
    return found;
  }

  private static Class<?> named(String file) {
    try {
      return Class.forName("io.parley.bus." + file.replace(".class", ""));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(file, e);
    }
  }

  @Test
  void theRecordsOfTheBusAreFound() throws Exception {
    assertThat(recordsOfTheBus())
        .hasSizeGreaterThan(30)
        .contains(Done.class, GatewayRequest.Deliver.class);
  }

  @ParameterizedTest
  @MethodSource("recordsOfTheBus")
  void everyRecordOfTheBusIsTheSameAfterTheWay(Class<?> type) {
    for (int i = 0; i < 50; i++) {
      // Given
      Object sent = records.any(type);
      Buffer before = Buffer.buffer("what the event bus wrote before");

      // When
      Buffer wire = before.copy();
      CODEC.encodeToWire(wire, sent);
      Object arrived = CODEC.decodeFromWire(before.length(), wire);

      // Then
      assertThat(CODEC.carries(type)).isTrue();
      assertThat(arrived).as(chance.seed()).isEqualTo(sent);
    }
  }

  @Test
  void aTimeKeepsItsNanoseconds() {
    // Given
    var sent =
        new PresenceEvent.Left(
            new Username("hans"),
            java.time.Instant.parse("2026-01-02T03:04:05.678901234Z"),
            java.util.Set.of());

    // When
    Object arrived = sentOver(sent);

    // Then
    assertThat(arrived).isEqualTo(sent);
  }

  @Test
  void aRecordOfANewerVersionIsUnknown() {
    // Given
    Buffer wire = wire("PresenceRequest$Teleport", "{\"user\":\"hans\"}");

    // When
    Object arrived = CODEC.decodeFromWire(0, wire);

    // Then
    assertThat(arrived).isEqualTo(new RecordCodec.Unknown("PresenceRequest$Teleport"));
  }

  @Test
  void aFieldOfANewerVersionIsPassedOver() {
    // Given
    Buffer wire = wire("PresenceRequest$Online", "{\"mood\":{\"is\":[1]},\"asker\":\"hans\"}");

    // When
    Object arrived = CODEC.decodeFromWire(0, wire);

    // Then
    assertThat(arrived).isEqualTo(new PresenceRequest.Online(new Username("hans")));
  }

  @Test
  void anOptionalFieldThatAnOlderVersionDoesNotSendIsEmpty() {
    // Given
    Buffer wire = wire("PresenceRequest$Claimed", "{\"blocked\":[]}");

    // When
    Object arrived = CODEC.decodeFromWire(0, wire);

    // Then
    assertThat(arrived).isEqualTo(new PresenceRequest.Claimed(Optional.empty(), List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"asker\":\"no such name!\"}",
        "{\"asker\":null}",
        "{\"asker\":[]}",
        "{}",
        "[]",
        "{\"asker\":\"hans\"",
        ""
      })
  void whatCannotBeReadIsUnknownAndNeverThrown(String fields) {
    // Given: an exception would leave the asker without an answer for ever.
    Buffer wire = wire("PresenceRequest$Online", fields);

    // When
    Object arrived = CODEC.decodeFromWire(0, wire);

    // Then
    assertThat(arrived).isEqualTo(new RecordCodec.Unknown("PresenceRequest$Online"));
  }

  @Test
  void whatIsNoRecordOfTheBusIsRefusedAtOnce() {
    assertThat(CODEC.carries(Username.class)).isFalse();
    assertThatThrownBy(() -> CODEC.encodeToWire(Buffer.buffer(), new Username("hans")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withinAProcessTheRecordItselfIsHandedOver() {
    Object record = records.any(GatewayRequest.Deliver.class);

    assertThat(CODEC.transform(record)).isSameAs(record);
  }

  private static Object sentOver(Object record) {
    Buffer wire = Buffer.buffer();
    CODEC.encodeToWire(wire, record);
    return CODEC.decodeFromWire(0, wire);
  }

  private static Buffer wire(String name, String fields) {
    return Buffer.buffer()
        .appendInt(name.length())
        .appendString(name)
        .appendInt(fields.length())
        .appendString(fields);
  }
}
