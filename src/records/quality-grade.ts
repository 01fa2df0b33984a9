/** How far iNaturalist's community agrees on what an observation shows. */
export const qualityGrades = ['research', 'needs_id', 'casual'] as const;
export type QualityGrade = (typeof qualityGrades)[number];
