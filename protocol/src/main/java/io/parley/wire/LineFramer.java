// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes, in whatever pieces it arrives, into lines. Lines are taken one at a time,
 * so that the reader decides when the next one is due: what is fed waits uncut until then.
 *
 * <p>Ended by LF; one CR before it is dropped; empty lines are passed over. Of an unfinished line
 * never more than the limit and one byte are kept, and each byte is looked at once. For one thread
 * at a time.
 */
public final class LineFramer {
  /** How long a client's line may be, in bytes, if nothing else is set. */
  public static final int DEFAULT_LIMIT = 16_384;

  private static final byte[] NOTHING = {};
  private static final int SMALLEST_PART = 256;

  private final int limit;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private byte[] chunk = NOTHING;
  private int position;
  private byte[] part = NOTHING;
  private int partLength;
  private boolean skipping;

  /**
   * @param limit how many bytes a line may have, without its ending
   */
  public LineFramer(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a line needs at least one byte");
    }
    this.limit = limit;
  }

  /** Takes the next bytes of the stream. */
  public void feed(Buffer bytes) {
    if (bytes.length() > 0) {
      waiting.add(bytes.getBytes());
    }
  }

  /** The next line, if what was fed so far holds one. */
  public Optional<Line> next() {
    while (position < chunk.length || nextChunk()) {
      int end = indexOfLineFeed();
      boolean ended = end < chunk.length;
      Line line = skipping ? null : take(position, end, ended);
      position = ended ? end + 1 : end;
      if (ended) {
        skipping = false;
      }
      if (line != null) {
        // Too long is known before the end of the line: the rest of it is to be skipped.
        skipping = !ended && line instanceof Line.TooLong;
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  /**
   * The last line of a stream that ended without ending its line. To be called once, when nothing
   * more will come and {@link #next} has nothing more to give.
   */
  public Optional<Line> finish() {
    if (partLength == 0) {
      return Optional.empty();
    }
    byte[] last = part;
    int length = partLength;
    part = NOTHING;
    partLength = 0;
    return Optional.ofNullable(line(last, 0, length));
  }

  /** How many bytes of an unfinished line are kept. */
  int keptBytes() {
    return partLength;
  }

  private boolean nextChunk() {
    byte[] following = waiting.poll();
    chunk = following == null ? NOTHING : following;
    position = 0;
    return following != null;
  }

  private int indexOfLineFeed() {
    int index = position;
    while (index < chunk.length && chunk[index] != '\n') {
      index++;
    }
    return index;
  }

  /** Makes the bytes up to the end of a line, or of the chunk, a line or a part of one. */
  private @Nullable Line take(int from, int end, boolean ended) {
    if (ended && partLength == 0) {
      return line(chunk, from, end);
    }
    keep(from, end);
    if (isTooLong()) {
      byte first = part[0];
      dropPart();
      return new Line.TooLong(first);
    }
    if (!ended) {
      return null;
    }
    byte[] whole = part;
    int length = partLength;
    dropPart();
    return line(whole, 0, length);
  }

  /** Keeps what still fits: one byte past the limit is enough to know that a line is too long. */
  private void keep(int from, int end) {
    // In long arithmetic, for a limit near the largest int.
    int most = (int) Math.min((long) limit + 1, Integer.MAX_VALUE - 8);
    int count = Math.min(end - from, most - partLength);
    boolean cut = count < end - from;
    if (part.length < partLength + count) {
      long doubled = Math.max(SMALLEST_PART, 2L * part.length);
      int size = (int) Math.min(most, Math.max(doubled, partLength + count));
      part = Arrays.copyOf(part, size);
    }
    System.arraycopy(chunk, from, part, partLength, count);
    partLength += count;
    if (cut) {
      // What was cut off follows the last kept byte, which so cannot be the CR of an ending.
      part[partLength - 1] = 0;
    }
  }

  private boolean isTooLong() {
    boolean endsWithReturn = partLength > 0 && part[partLength - 1] == '\r';
    return partLength > limit && !endsWithReturn;
  }

  private void dropPart() {
    part = NOTHING;
    partLength = 0;
  }

  private @Nullable Line line(byte[] bytes, int from, int end) {
    int last = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    if (last == from) {
      return null;
    }
    if (last - from > limit) {
      return new Line.TooLong(bytes[from]);
    }
    String text = new String(bytes, from, last - from, StandardCharsets.UTF_8);
    // The decoder puts U+FFFD for what is not UTF-8: only then it is worth a closer look.
    boolean valid = text.indexOf('\uFFFD') < 0 || isUtf8(bytes, from, last - from);
    return valid ? new Line.Text(text) : new Line.NotUtf8(bytes[from]);
  }

  private static boolean isUtf8(byte[] bytes, int from, int length) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, from, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
