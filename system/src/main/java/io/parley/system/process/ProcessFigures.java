// SPDX-License-Identifier: Apache-2.0
package io.parley.system.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process has used of the machine, as the operating system and its own Java say. */
public final class ProcessFigures {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern HEAP = Pattern.compile("used (\\d+)K");

  private final long pid;

  public ProcessFigures(long pid) {
    this.pid = pid;
  }

  /** Processor time so far, of all threads, in user mode and in the kernel. */
  public Duration cpu() {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  /** Resident memory in KiB; nothing where the system does not tell (it is read in /proc). */
  public OptionalLong residentKib() {
    try {
      return first(RESIDENT, Files.readString(Path.of("/proc/" + pid + "/status")));
    } catch (IOException noProc) {
      return OptionalLong.empty();
    }
  }

  /** Heap in use in KiB, after a full collection; nothing without a JDK's {@code jcmd}. */
  public OptionalLong heapKibAfterCollection() {
    if (jcmd("GC.run").isEmpty()) {
      return OptionalLong.empty();
    }
    return first(HEAP, jcmd("GC.heap_info"));
  }

  private String jcmd(String command) {
    Path jcmd = JavaCommand.java().resolveSibling("jcmd");
    try {
      Process process =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0 ? text : "";
    } catch (IOException noJdk) {
      return "";
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static OptionalLong first(Pattern pattern, String text) {
    Matcher match = pattern.matcher(text);
    return match.find() ? OptionalLong.of(Long.parseLong(match.group(1))) : OptionalLong.empty();
  }
}
