package nextbest.api.page;

import java.util.ArrayList;
import java.util.List;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.store.security.Role;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What surrounds every page: who is here, and where this person may go. */
@Component
public final class Frame {
    private final Access access;

    Frame(Access access) {
        this.access = access;
    }

    /** The rooms that have a place in the navigation, in its order. */
    public enum Room {
        OVERVIEW("/overview", "overview", Act.READ_OVERVIEW),
        OPERATIONS("/operations", "operations", Act.READ_OPERATIONS),
        TEAM("/team", "team", Act.READ_TEAM),
        LEARNING("/learning", "learning", Act.READ_MODELS),
        DAY("/my-day", "day", Act.READ_SUBJECTS),
        REPORT("/reports/loop", "report", Act.READ_REPORTS),
        MARKETING("/marketing", "marketing", Act.READ_MATERIAL),
        NAMES("/names", "names", Act.HARMONISE),
        /** A page that is in no room of the navigation. */
        ELSEWHERE("/", "home", Act.BE_HERE);

        private final String address;
        private final String key;
        private final Act act;

        Room(String address, String key, Act act) {
            this.address = address;
            this.key = key;
            this.act = act;
        }
    }

    /**
     * A link of the navigation.
     *
     * @param key of its label
     * @param current whether the reader is there
     */
    public record Door(String address, String key, boolean current) {}

    /** Puts the surroundings into a page's model. */
    public void around(Caller caller, Model model, Room here) {
        List<Door> doors = new ArrayList<>();
        for (Room room : Room.values()) {
            if (room != Room.ELSEWHERE && access.may(caller, room.act)) {
                doors.add(new Door(
                        room.address,
                        "nav." + (room == Room.DAY && caller.role() != Role.REP ? "deals" : room.key),
                        room == here));
            }
        }
        model.addAttribute("caller", caller);
        model.addAttribute("doors", doors);
    }
}
