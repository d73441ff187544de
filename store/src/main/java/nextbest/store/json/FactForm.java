package nextbest.store.json;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import nextbest.fact.Fact;

/** How a fact looks in JSON: {@code {"is":"known","value":…,"provenance":…}}, {@code {"is":"absent",…}}, {@code {"is":"unknown"}}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fact.Known.class, name = "known"),
    @JsonSubTypes.Type(value = Fact.Absent.class, name = "absent"),
    @JsonSubTypes.Type(value = Fact.Unknown.class, name = "unknown")
})
interface FactForm {}
