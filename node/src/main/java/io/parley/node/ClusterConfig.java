// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What Hazelcast is told: which nodes to look for, and to notice and forget a dead one within
 * seconds. Nothing is looked for that is not named, and nothing is sent to its makers.
 */
final class ClusterConfig {
  private ClusterConfig() {}

  static Config of(Settings settings) {
    Config config = new Config();
    config.setClusterName(name(settings));
    network(config.getNetworkConfig(), settings);
    // What vertx-hazelcast needs (its default-cluster.xml).
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET)
            .setBackupCount(1));
    config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
    config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
    config.addMapConfig(new MapConfig("parley.*").setBackupCount(1));
    // When two halves meet, what the smaller one believed is forgotten: its gateways say again whom
    // they have. Else users who had gone would come back.
    config.addMapConfig(
        new MapConfig("parley.roster")
            .setBackupCount(1)
            .setMergePolicyConfig(
                new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName())));
    config.getJetConfig().setEnabled(false);
    return config
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.logging.details.enabled", "false") // the name, so the secret
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.shutdownhook.enabled", "false")
        .setProperty("hazelcast.socket.bind.any", "false")
        // The maps are small: few partitions move faster when nodes come and go. The same on all
        // nodes.
        .setProperty("hazelcast.partition.count", "31")
        // While one moves it answers nothing, also when those between whom it moves have died.
        .setProperty("hazelcast.partition.migration.timeout", "10")
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        .setProperty("hazelcast.heartbeat.interval.seconds", "1")
        .setProperty("hazelcast.max.no.heartbeat.seconds", "5")
        .setProperty("hazelcast.merge.first.run.delay.seconds", "5")
        .setProperty("hazelcast.merge.next.run.delay.seconds", "5")
        .setProperty("hazelcast.operation.call.timeout.millis", "10000")
        // Without these a call waits for minutes when a member vanishes in the middle of it.
        .setProperty("hazelcast.invocation.max.retry.count", "10")
        .setProperty("hazelcast.graceful.shutdown.max.wait", "10");
  }

  private static void network(NetworkConfig network, Settings settings) {
    network.setPort(settings.get(ServerSettings.CLUSTER_PORT)).setPortAutoIncrement(false);
    network
        .getInterfaces()
        .setEnabled(true)
        .addInterface(settings.get(ServerSettings.CLUSTER_HOST));
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    settings
        .get(ServerSettings.CLUSTER_DNS)
        .ifPresent(name ->
            join.getKubernetesConfig()
                .setEnabled(true)
                .setProperty("service-dns", name)
                .setProperty(
                    "service-port", String.valueOf(settings.get(ServerSettings.CLUSTER_PORT))));
    settings
        .get(ServerSettings.CLUSTER_MEMBERS)
        .ifPresent(members ->
            join.getTcpIpConfig()
                .setEnabled(true)
                .setConnectionTimeoutSeconds(2)
                .setMembers(Arrays.stream(members.split(",")).map(String::strip).toList()));
  }

  /** The secret is part of the name: who does not know it asks for another cluster. */
  private static String name(Settings settings) {
    String name = settings.get(ServerSettings.CLUSTER_NAME);
    return settings
        .get(ServerSettings.CLUSTER_SECRET)
        .map(secret -> name + "-" + digest(name + "\n" + secret))
        .orElse(name);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
