/** Of the files that are looked into; what they hold, their content says. */
export const imageEndings: readonly string[] = ['.jpg', '.jpeg', '.png'];
