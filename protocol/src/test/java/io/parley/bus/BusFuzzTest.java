// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.fuzz.Fuzzing;
import io.parley.model.ChatMessage;
import io.parley.model.FailureCode;
import io.parley.model.GatewayId;
import io.parley.model.MessageId;
import io.parley.model.Secret;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** A neighbour of another version, or one that has gone mad, never leaves an asker waiting. */
class BusFuzzTest {
  private static final Username HANS = new Username("hans");
  private static final SessionRef SESSION = new SessionRef(new GatewayId("g"), 7);

  private static List<byte[]> records() {
    List<byte[]> samples = new ArrayList<>();
    for (Object record :
        List.of(
            new AuthRequest.Register("hans", new Secret("12345678")),
            new AuthRequest.Authenticate(HANS, new Secret("12345678")),
            new PresenceRequest.Claim(HANS, SESSION, Optional.of("hash")),
            new PresenceRequest.OnlineSince(HANS, 900),
            new PresenceRequest.Introduce(HANS, Optional.of("SHA256:x"), new Username("yoda")),
            new MessagingRequest.Send(
                new ChatMessage(
                    HANS, new Username("yoda"), new MessageId("m"), "hi", Instant.EPOCH),
                true))) {
      Buffer buffer = Buffer.buffer();
      RecordCodec.INSTANCE.encodeToWire(buffer, record);
      samples.add(buffer.getBytes());
    }
    Buffer nothing = Buffer.buffer();
    Sized.append(nothing, "AuthRequest$Register".getBytes(StandardCharsets.US_ASCII));
    Sized.append(nothing, "null".getBytes(StandardCharsets.US_ASCII));
    samples.add(nothing.getBytes());
    return samples;
  }

  @Test
  void aRecordIsReadOrUnknownButNeverAnException() {
    Logger log = Logger.getLogger(RecordCodec.class.getName());
    Level before = log.getLevel();
    log.setLevel(Level.OFF);
    try {
      Fuzzing.run(
          "bus records",
          records(),
          (input, random) -> {
            Object read = RecordCodec.INSTANCE.decodeFromWire(0, Buffer.buffer(input));
            if (!(read instanceof RecordCodec.Unknown)) {
              Buffer again = Buffer.buffer();
              RecordCodec.INSTANCE.encodeToWire(again, read);
              assertThat(RecordCodec.INSTANCE.decodeFromWire(0, again)).isEqualTo(read);
            }
          });
    } finally {
      log.setLevel(before);
    }
  }

  @Test
  void aRefusalIsReadWhateverItSays() {
    List<byte[]> samples = new ArrayList<>();
    for (FailureCode code : FailureCode.values()) {
      Buffer buffer = Buffer.buffer();
      RefusalCodec.INSTANCE.encodeToWire(
          buffer, new RequestRefused(code, "detail", Duration.ofSeconds(3)));
      samples.add(buffer.getBytes());
    }
    Fuzzing.run(
        "bus refusals",
        samples,
        (input, random) ->
            assertThat(RefusalCodec.INSTANCE.decodeFromWire(0, Buffer.buffer(input))).isNotNull());
  }
}
