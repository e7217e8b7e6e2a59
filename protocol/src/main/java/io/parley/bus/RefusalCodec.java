// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.model.FailureCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Carries a {@link RequestRefused} between nodes: code word, milliseconds to wait, detail. */
final class RefusalCodec implements MessageCodec<RequestRefused, RequestRefused> {
  static final RefusalCodec INSTANCE = new RefusalCodec();

  @Override
  public void encodeToWire(Buffer buffer, RequestRefused refusal) {
    Sized.append(buffer, bytes(refusal.code().word()));
    buffer.appendLong(refusal.retryAfter().orElse(Duration.ZERO).toMillis());
    Sized.append(buffer, bytes(String.valueOf(refusal.getMessage())));
  }

  @Override
  public RequestRefused decodeFromWire(int position, Buffer buffer) {
    try {
      String word = Sized.textAt(position, buffer);
      int waitAt = Sized.end(position, buffer);
      Duration retryAfter = Duration.ofMillis(buffer.getLong(waitAt));
      // A code of a newer version is, for us, something that did not work this time.
      FailureCode code = FailureCode.of(word).orElse(FailureCode.UNAVAILABLE);
      return new RequestRefused(code, Sized.textAt(waitAt + Long.BYTES, buffer), retryAfter);
    } catch (IndexOutOfBoundsException unreadable) {
      // an exception here would leave the asker waiting for ever
      return new RequestRefused(FailureCode.UNAVAILABLE, "a refusal that cannot be read");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public RequestRefused transform(RequestRefused refusal) {
    return refusal;
  }

  @Override
  public String name() {
    return "parley-refusal";
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
