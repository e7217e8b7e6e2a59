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
    appendText(buffer, refusal.code().word());
    buffer.appendLong(refusal.retryAfter().orElse(Duration.ZERO).toMillis());
    appendText(buffer, String.valueOf(refusal.getMessage()));
  }

  @Override
  public RequestRefused decodeFromWire(int position, Buffer buffer) {
    String word = textAt(position, buffer);
    int waitAt = position + 4 + buffer.getInt(position);
    Duration retryAfter = Duration.ofMillis(buffer.getLong(waitAt));
    // A code of a newer version is, for us, something that did not work this time.
    FailureCode code = FailureCode.of(word).orElse(FailureCode.UNAVAILABLE);
    return new RequestRefused(code, textAt(waitAt + 8, buffer), retryAfter);
  }

  private static void appendText(Buffer buffer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    buffer.appendInt(bytes.length).appendBytes(bytes);
  }

  private static String textAt(int position, Buffer buffer) {
    return buffer.getString(position + 4, position + 4 + buffer.getInt(position));
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
