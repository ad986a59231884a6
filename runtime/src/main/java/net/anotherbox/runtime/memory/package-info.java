/**
 * The outside, in memory: what the ports lead to when there is no Linux behind them. The lab's boxes talk through a {@link
 * net.anotherbox.runtime.memory.MemoryNetwork}, in virtual time as well as in real time.
 */
package net.anotherbox.runtime.memory;
