// SPDX-License-Identifier: Apache-2.0
package io.parley.sample;

import io.parley.model.GatewayId;
import io.parley.model.MessageId;
import io.parley.model.Username;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes any record of Parley, filled by chance, and finds all records of a sealed family. */
public final class Records {
  private final Chance chance;

  public Records(Chance chance) {
    this.chance = chance;
  }

  /** All records that a sealed type permits, at any depth. */
  public static List<Class<?>> leavesOf(Class<?> type) {
    if (type.isRecord()) {
      return List.of(type);
    }
    Class<?>[] permitted = type.getPermittedSubclasses();
    if (permitted == null) {
      throw new IllegalArgumentException("neither a record nor sealed: " + type);
    }
    return Arrays.stream(permitted).<Class<?>>flatMap(sub -> leavesOf(sub).stream()).toList();
  }

  /** A record of this type, or any record of this sealed type. */
  public <T> T any(Class<T> type) {
    return type.cast(value(type, ""));
  }

  private Object value(Type type, String name) {
    if (type instanceof ParameterizedType generic) {
      return container((Class<?>) generic.getRawType(), generic.getActualTypeArguments()[0], name);
    }
    Class<?> known = (Class<?>) type;
    if (known == String.class) {
      return text(name);
    } else if (known == boolean.class) {
      return chance.truth();
    } else if (known == int.class) {
      return chance.from(1, 65_535);
    } else if (known == long.class || known == Long.class) {
      return name.equals("seconds")
          ? Math.floorMod(chance.number(), 10_000_000_001L)
          : chance.number();
    } else if (known == Instant.class) {
      return Instant.ofEpochMilli(Math.floorMod(chance.number(), 253_402_300_800_000L));
    } else if (known == Duration.class) {
      return Duration.ofSeconds(chance.below(100_000));
    } else if (known == Username.class) {
      return new Username(chance.name());
    } else if (known == MessageId.class) {
      return new MessageId(chance.messageId());
    } else if (known == GatewayId.class) {
      return new GatewayId(chance.messageId());
    } else if (known.isEnum()) {
      return chance.oneOf(List.of(known.getEnumConstants()));
    }
    return record(chance.oneOf(leavesOf(known)));
  }

  private String text(String name) {
    return switch (name) {
      // What must be one word.
      case "host", "fingerprint" -> chance.messageId();
      default -> chance.text();
    };
  }

  private Object container(Class<?> raw, Type element, String name) {
    if (raw == Optional.class) {
      return chance.truth() ? Optional.of(value(element, name)) : Optional.empty();
    }
    List<Object> values = new ArrayList<>();
    for (int count = chance.below(4); count > 0; count--) {
      values.add(value(element, name));
    }
    if (raw == List.class) {
      return values;
    } else if (raw == Set.class) {
      return new HashSet<>(values);
    }
    throw new IllegalArgumentException("no values for " + raw);
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values =
        Stream.of(components)
            .map(component -> value(component.getGenericType(), component.getName()))
            .toArray();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException(type.toString(), e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(type.toString(), e.getCause());
    }
  }
}
