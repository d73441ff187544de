package nextbest.api.event;

import nextbest.api.request.Shape;

/** What an event's envelope looks like, for the API's description. */
public final class EventShapes {
    private EventShapes() {}

    public static Shape envelope() {
        return EventReader.ENVELOPE;
    }

    public static Shape subject() {
        return EventReader.SUBJECT;
    }
}
