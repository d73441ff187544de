package nextbest.store.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a value of a sealed type looks in JSON: {@code {"is":"Known","value":…}}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
interface SealedForm {}
