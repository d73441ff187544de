package nextbest.api.request;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a controller's {@link Body} parameter with the name of the {@link Shape} that it is read with. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Reads {
    /** A name in {@link Shapes}. */
    String value();

    /** Whether a request without body stands for an empty one. */
    boolean optional() default false;
}
