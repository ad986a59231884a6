/**
 * The configuration as text: {@link net.anotherbox.config.text.RunningConfig} prints a tree in IOS's order, {@link
 * net.anotherbox.config.text.ConfigLoader} types a text in. The order crosses features, so it is one file per mode ({@code
 * running-config.order}): what IOS prints where, and where its "!" lines stand. A file of its own shows the whole order at
 * one glance, which "this line follows that one" at each declaration would not.
 */
package net.anotherbox.config.text;
