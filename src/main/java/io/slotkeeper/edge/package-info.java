/**
 * What is reached by HTTP: health and metrics for operators. Knows neither topics nor state; whoever starts it says
 * what is measured and what makes it unready.
 */
@NullMarked
package io.slotkeeper.edge;

import org.jspecify.annotations.NullMarked;
