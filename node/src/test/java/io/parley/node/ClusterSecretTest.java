// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class ClusterSecretTest {
  private static final class Notes extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void withDebugTooNoLineTellsTheNameByWhichNodesAreAdmitted() throws Exception {
    // Given
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Settings settings =
        Settings.of(
            Map.of(
                "cluster-members",
                "127.0.0.1:" + port,
                "cluster-host",
                "127.0.0.1",
                "cluster-port",
                Integer.toString(port),
                "cluster-secret",
                "falcon*solo"));
    Config config = ClusterConfig.of(settings);
    Notes notes = new Notes();
    Logger root = Logger.getLogger("");

    // When
    Logs.configure(true);
    root.addHandler(notes);
    try {
      HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
      member.shutdown();
    } finally {
      root.removeHandler(notes);
      Logs.configure(false);
    }

    // Then
    assertThat(notes.lines).isNotEmpty();
    assertThat(notes.lines).noneMatch(line -> line.contains(config.getClusterName()));
  }
}
