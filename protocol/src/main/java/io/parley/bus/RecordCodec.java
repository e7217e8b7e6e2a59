// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries every record of {@code io.parley.bus} between nodes: its name, then its fields as JSON.
 * Within a process the record itself is handed over, for it cannot change. Unknown fields are
 * ignored and an unknown record becomes {@link Unknown}, so that nodes of neighbouring versions can
 * work together.
 */
final class RecordCodec implements MessageCodec<Object, Object> {
  static final String NAME = "parley";

  private static final List<Class<?>> FAMILIES =
      List.of(
          AuthRequest.class,
          PresenceRequest.class,
          MessagingRequest.class,
          GatewayRequest.class,
          PresenceEvent.class);

  // After the families: its constructor reads them.
  private static final Logger log = LoggerFactory.getLogger(RecordCodec.class);

  static final RecordCodec INSTANCE = new RecordCodec();

  /**
   * A record that this version does not know or cannot read. It is no question for any service, and
   * no answer.
   */
  record Unknown(String name) {}

  /** Made when the first record crosses a wire: a node that is alone never needs it. */
  private static final class Json {
    static final ObjectMapper MAPPER =
        JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private Json() {}
  }

  private final Map<String, Class<?>> nameToType = new HashMap<>();
  private final Map<Class<?>, String> typeToName = new HashMap<>();

  private RecordCodec() {
    add(Done.class);
    add(NodeNews.class);
    FAMILIES.forEach(this::addNested);
  }

  private void addNested(Class<?> family) {
    for (Class<?> nested : family.getDeclaredClasses()) {
      if (nested.isRecord()) {
        add(nested);
      }
    }
  }

  private void add(Class<?> type) {
    String name = type.getName().substring(type.getPackageName().length() + 1);
    nameToType.put(name, type);
    typeToName.put(type, name);
  }

  /** Whether this codec knows the type. */
  boolean carries(Class<?> type) {
    return typeToName.containsKey(type);
  }

  @Override
  public void encodeToWire(Buffer buffer, Object body) {
    String name = typeToName.get(body.getClass());
    if (name == null) {
      throw new IllegalArgumentException("not a record of the bus: " + body.getClass());
    }
    try {
      byte[] fields = Json.MAPPER.writeValueAsBytes(body);
      Sized.append(buffer, name.getBytes(StandardCharsets.UTF_8));
      Sized.append(buffer, fields);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Object decodeFromWire(int position, Buffer buffer) {
    String name = "";
    try {
      name = Sized.textAt(position, buffer);
      Class<?> type = nameToType.get(name);
      Object read =
          type == null
              ? null
              : Json.MAPPER.readValue(Sized.at(Sized.end(position, buffer), buffer), type);
      return read == null ? new Unknown(name) : read;
    } catch (IOException | RuntimeException unreadable) {
      // An exception here would leave the asker waiting for ever: Vert.x stops its clock before it
      // decodes the answer. The cause may quote what must not be logged.
      log.atWarn()
          .addKeyValue("record", name)
          .addKeyValue("why", unreadable.getClass().getSimpleName())
          .log("a record of the bus cannot be read");
      return new Unknown(name);
    }
  }

  @Override
  public Object transform(Object body) {
    return body;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
