/**
 * What instances tell each other over HTTP: reads of keys that another one owns (docs/spec/http.md#reads). Sealed with the
 * edge's secret in both directions, so that nobody else learns or answers anything.
 */
@NullMarked
package io.slotkeeper.edge.peers;

import org.jspecify.annotations.NullMarked;
