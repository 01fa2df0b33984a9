export * from './default-budgets.ts';
export * from './host-budget.ts';
export * from './open-budgets.ts';
export type { Reservation } from './reservation.ts';
export * from './wait.ts';
export type { WindowName } from './windows.ts';
