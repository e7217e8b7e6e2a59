// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import java.time.Duration;

/**
 * When a session may be resumed, and what others see of it.
 *
 * @param validFor how long after its end a session may be resumed
 * @param grace a session resumed so soon after its connection broke was never gone for others
 * @param endingTime how long a session that is replaced may take to end
 */
record ResumeRules(Duration validFor, Duration grace, Duration endingTime) {}
