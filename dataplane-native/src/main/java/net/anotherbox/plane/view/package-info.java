/**
 * Views of packets: an object that is laid over an array at an offset and gives names to the bytes there. Nothing is copied
 * and nothing allocated; a view is made once and laid over one packet after the other. A view checks no bounds by itself:
 * {@code wellFormed} is asked first, once, and says whether the accessors may be used.
 */
package net.anotherbox.plane.view;
