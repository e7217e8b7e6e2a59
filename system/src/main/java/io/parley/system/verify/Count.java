// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

/** What is counted during a run, in the order of the report. */
enum Count {
  MESSAGES("messages composed"),
  SENT_AGAIN("sent again after a login or a refusal"),
  DELIVERED("answered delivered"),
  STORED("answered stored"),
  BLOCKED("answered blocked"),
  BLOCKED_IN_DOUBT("        of these amid a cut or a standstill (may be shown all the same)"),
  TRY_AGAIN("answered try again (place in the order not checked any more)"),
  SHOWN("shown"),
  GIVEN_AGAIN("given again, dropped by the client"),
  BLOCKS("blocks and unblocks confirmed"),
  LOGINS("logins by password"),
  RESUMES("logins by resume"),
  LOGINS_REFUSED("logins refused"),
  LOGOUTS("sessions logged out"),
  BREAKS("sessions broken by the client"),
  ABANDONED("connections left open without a word"),
  CUT_OFF("sessions ended by the server or its death"),
  SLOW_READS("times a client stopped reading"),
  KILLS("faults: SIGKILL"),
  KILLS_AT_ANSWER("        of these right after an answer"),
  KILLS_IN_A_BURST("        of these right after an answer stored amid a burst"),
  KILLS_WHILE_HELD("        of these while no commit could be made"),
  FREEZES("faults: SIGSTOP and SIGCONT"),
  RESTARTS("faults: SIGTERM and start"),
  STOPS_GIVEN_UP("        of these that did not end in order within 25 s"),
  ROLLS("faults: all nodes restarted in turn"),
  CUTS("faults: network cut between the halves"),
  CUTS_FROM_DATABASE("faults: one half cut from the other and from the database"),
  DROPS("faults: many clients dropped at once");

  private final String words;

  Count(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
