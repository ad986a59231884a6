/**
 * What differs from release to release, as data. A {@link net.anotherbox.runtime.release.Catalogue} holds the texts of
 * one feature's messages, a {@link net.anotherbox.runtime.release.Screen} the rows of one show command; both are files
 * beside the feature that list, per message or row, the releases at which the text <em>changed</em>. The
 * {@link net.anotherbox.runtime.release.Personality} says which release the box is at this moment. Code that prints hands
 * over facts and never asks for the release.
 */
package net.anotherbox.runtime.release;
